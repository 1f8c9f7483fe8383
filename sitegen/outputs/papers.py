"""What goes with a site that is handed over: for whoever approves, and for an IT department without Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

_MOST = 300
"""Lines of a note that somebody still reads."""


class Handover(Struct, frozen=True):
    """One release beside the one before: names of the county, where it will stand, and what is different."""

    name: str
    host: str
    """With its scheme, without a slash."""
    base: str
    """Begins and ends with ``/``."""
    number: int
    day: str
    before: tuple[int, str] | None
    """Number and day of the release before; None where there is none."""
    back_to: tuple[int, str] | None
    acts: tuple[tuple[str, str, str], ...]
    """Village, what was done, and with what: ``("清溪村", "新公布", "资金收支 2026年3季度")``."""
    held: tuple[str, ...]
    """Villages that did not go back."""
    new: int
    changed: tuple[str, ...]
    """Pages."""
    whole: tuple[tuple[str, int], ...]
    """Also pages, of which nothing is kept of how they were: how many of them by village, those above the villages by no name."""
    gone: tuple[str, ...]
    files: int


def make_papers(given: Handover, *, partial: bool) -> Mapping[str, bytes]:
    """Files by name. ``partial``: only what changed goes along, to be laid over the release before."""
    texts = {
        "变化说明.txt": to_note(given),
        "怎么放.txt": to_steps(given, partial=partial),
        "deleted.txt": "".join(f"{path}\n" for path in given.gone),
        "nginx.conf": to_nginx(given.host, given.base),
        "Caddyfile": to_caddy(given.host, given.base),
    }
    return {name: text.encode() for name, text in texts.items()}


def to_note(given: Handover) -> str:
    """The change note, for whoever approves."""
    lines = [f"{given.name} 第{given.number}次公布 {given.day}", f"网址：{given.host}{given.base}", ""]
    if given.back_to:
        number, day = given.back_to
        lines += [f"这次退回到第{number}次公布（{day}）的样子。"]
        lines += [f"撤下过的、名单到期的不退回，这些村还是现在的样子：{'、'.join(given.held)}"] if given.held else []
    lines += [_compare(given), ""]
    if given.acts:
        lines += [f"内容上的变化，共{len(given.acts)}项："]
        lines += [f"  {village}  {act}  {what}" for village, act, what in given.acts[:_MOST]]
        lines += [f"  …… 还有{len(given.acts) - _MOST}项"] if len(given.acts) > _MOST else []
    else:
        lines += ["内容上没有新公布、更正或撤下的。"]
    lines += ["", "变了的网页："] if given.changed else []
    lines += [f"  /{path.removesuffix('index.html')}" for path in given.changed[:_MOST]]
    lines += [f"  …… 还有{len(given.changed) - _MOST}个"] if len(given.changed) > _MOST else []
    lines += ["", _say_whole(given.whole)] if given.whole else []
    return "\n".join((*lines, "", "同意以后，请管网站的人照《怎么放.txt》放上去。", ""))


def _say_whole(whole: tuple[tuple[str, int], ...]) -> str:
    """Why pages are in it that nobody changed."""
    villages = [f"{name}{count}个" for name, count in whole if name]
    above = [f"首页和汇总页{count}个" for name, count in whole if not name]
    more = [f"还有{len(villages) - _MOST}个村"] if len(villages) > _MOST else []
    said = "、".join((*villages[:_MOST], *more, *above))
    return f"有撤下的、名单到期的，或者上一次没有交完的，原来的网页不留底，所以整个放进来，里面的不一定都变了：{said}。"


def _compare(given: Handover) -> str:
    if given.before is None:
        return f"这是第一次交出来的网站，一共{given.files}个文件。"
    number, day = given.before
    changed = len(given.changed) + sum(count for _, count in given.whole)
    counts = f"新增{given.new}个文件，变了{changed}个，去掉{len(given.gone)}个，现在一共{given.files}个"
    return f"和第{number}次（{day}）比：{counts}。"


def to_steps(given: Handover, *, partial: bool) -> str:
    """How to put it on a server."""
    where = f"{given.host}{given.base}"
    steps = [
        f"网站要放到 {where} 。只是一些静态文件，不要 Python，不要数据库。",
        "",
        "1. 解开压缩包。site 文件夹里是网站，别的几个文件不要放到网上。",
        "2. 核对：在 site 文件夹里运行  sha256sum --check --quiet --ignore-missing SHA256SUMS",
    ]
    if partial and given.before:
        steps += [
            f"3. 这个包只有变了的文件，要盖在第{given.before[0]}次公布（{given.before[1]}）上面：",
            "   把现在网站的文件夹整个复制一份，再把 site 里的文件拷进去，同名的盖掉。",
            "4. 删掉 deleted.txt 里列的文件（在网站文件夹里运行  xargs -d '\\n' rm -f -- < …/deleted.txt ）。",
        ]
    else:
        steps += [
            "3. 这个包是整个网站：把 site 放到一个新的文件夹里，不要往老的里面拷。",
            "4. 老网站的文件夹先留着，万一不对可以换回去。",
        ]
    return "\n".join(
        (
            *steps,
            "5. 再核对一遍：在网站文件夹里运行  sha256sum --check --quiet SHA256SUMS  没有输出就是都对。",
            "6. 把服务器指到新文件夹，比如  ln -sfn site-新 current.tmp && mv -T current.tmp current",
            "   配置的写法见 nginx.conf 和 Caddyfile（放在子目录里的也写好了）。",
            f"7. 从外面看一遍：打开 {where} ，或者请有 sitegen 的人运行  sitegen verify {where}",
            "",
            "墙上的二维码指着这个网址，网址和子目录都不能改。",
            "",
        )
    )


def to_nginx(host: str, base: str) -> str:
    """A server block; in a sub-folder, a location for a server block that is there."""
    name = host.partition("://")[2]
    if base == "/":
        return f"""# {host}/
server {{
    listen 443 ssl;
    server_name {name};
    # ssl_certificate … ;  ssl_certificate_key … ;
    root /srv/sitegen/current;
    index index.html;
    charset utf-8;
    gzip_static on;   # 做网站时加了 --compress gz 才有用；这一版 nginx 没有这个模块就删掉
    error_page 404 /404.html;
    location / {{ try_files $uri $uri/index.html =404; add_header Cache-Control "no-cache"; }}
}}
"""
    return f"""# {host}{base}  放进 {name} 的 server 里面
location = {base.rstrip("/")} {{ return 301 {base}; }}
location {base} {{
    alias /srv/sitegen/current/;
    index index.html;
    charset utf-8;
    gzip_static on;   # 做网站时加了 --compress gz 才有用；这一版 nginx 没有这个模块就删掉
    error_page 404 {base}404.html;
    add_header Cache-Control "no-cache";
}}
"""


def to_caddy(host: str, base: str) -> str:
    """The same for Caddy."""
    matched = "handle" if base == "/" else f"handle_path {base}*"
    redirect = "" if base == "/" else f"    redir {base.rstrip('/')} {base} 301\n"
    return f"""# {host}{base}
{host} {{
{redirect}    {matched} {{
        root * /srv/sitegen/current
        header Cache-Control no-cache
        file_server {{
            precompressed br gzip
        }}
    }}
    handle_errors {{
        root * /srv/sitegen/current
        rewrite * /404.html
        file_server
    }}
}}
"""


def compare(
    before: Mapping[str, str], now: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Paths of files that are new, of those whose digest differs, and of those that are gone; sorted."""
    new = sorted(now.keys() - before.keys())
    changed = sorted(path for path in now.keys() & before.keys() if now[path] != before[path])
    return tuple(new), tuple(changed), tuple(sorted(before.keys() - now.keys()))


def only_pages(paths: Iterable[str]) -> tuple[str, ...]:
    """Of some paths, those of pages."""
    return tuple(path for path in paths if path.endswith("index.html"))
