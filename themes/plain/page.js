// Un-hides the filter and lets only matching rows stay. A masked name (李*明) answers to 李明 and 李大明.
(function(d){
"use strict";
var box=d.getElementById("find"),input,output,rows,groups;
if(!box)return;
input=box.querySelector("input");
output=box.querySelector("output");
rows=[].slice.call(d.querySelectorAll("[data-find] tbody tr:not(.g),li[data-k]"));
groups=rows.map(function(r){return r.closest("section.town,tbody")});
function fits(t,q){
for(var i=0,j=0;i<t.length&&j<q.length;i++)if(t[i]===q[j]||t[i]==="*"&&j)j++;
return j===q.length
}
input.addEventListener("input",function(){
var q=input.value.replace(/\s/g,"").toLowerCase(),n=0;
groups.forEach(function(g){g.hidden=true});
rows.forEach(function(r,i){
var a=r.getAttribute("data-k"),t=r.querySelector("th,b").textContent,y=fits(t,q)||a&&a.indexOf(q)===0;
r.hidden=!y;
if(y){n++;groups[i].hidden=false}
});
output.textContent=q?box.getAttribute("data-found").replace("{}",n):""
});
box.hidden=false
})(document)
