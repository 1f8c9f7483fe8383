@echo off
rem Double-click me. I find the program, run "sitegen serve" here, and stay open.
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
if exist ".venv\Scripts\sitegen.exe" goto own
if exist "sitegen\sitegen.exe" goto beside
where sitegen >nul 2>&1
if not errorlevel 1 goto found
where py >nul 2>&1
if not errorlevel 1 goto python
echo sitegen was not found on this computer. Ask whoever gave you the program to install it: py -m pip install FOLDER
goto end
:own
".venv\Scripts\sitegen.exe" serve
goto end
:beside
"sitegen\sitegen.exe" serve
goto end
:found
sitegen serve
goto end
:python
py -3 -m sitegen.cli serve
:end
echo.
pause
