// Disclosures as the product's theme draws them (themes/plain/pages/disclosure.html), word for word; the few other pages of a
// village come ready.
const MarkdownIt = require("markdown-it");
const markdown = new MarkdownIt({ html: false, breaks: true });

const NUMBER = "(?:(?:\\d[\\d,]*(?:\\.\\d+)?(?:[万亿]元|[一-鿿%％]))+|\\d{3,4}-\\d{7,8})";
const AMOUNT = new RegExp(`（?(?:\\*\\*(?:${NUMBER})\\*\\*|${NUMBER})[，。；：、？！）」”]*`, "g");
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

const escape = (text) => String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]);
const step = (text) => text.replace(/([万元年])(?=\d)/g, "$1<wbr>");
const say = (text) =>
  escape(text).replace(AMOUNT, (box) => `<span class="n">${step(box).replace("（", "（<wbr>")}</span>`)
    .replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>");
const amount = (text) => step(escape(text));
const notes = (text) =>
  markdown.render(text).replace(/(?<=>)[^<]+/g, (piece) => piece.replace(AMOUNT, (box) => `<span class="n">${step(box)}</span>`));
const each = (list, draw) => (list || []).map(draw).join("");
const when = (list, draw) => (list && list.length ? draw(list) : "");
const fill = (word, value) => escape(word.replace("{}", value));

const headline = (sentence) => {
  const found = /^(.*?)\*\*(.+?)\*\*(.*)$/.exec(sentence);
  if (!found) return say(sentence);
  const [mark] = /^[，、；：。]*/.exec(found[3]);
  return `${say(found[1])}<strong class="${found[2].length <= 12 ? "big" : "big long"}" data-key-figure>${say(found[2])}</strong>${mark ? `<span hidden>${mark}</span>` : ""}${say(found[3].slice(mark.length))}`;
};
const paragraphs = (sentences) => each(sentences, (text) => `<p>${say(text)}</p>\n`);
const key = (sentences) =>
  when(sentences, () => `<div class="key">\n<p>${headline(sentences[0])}</p>\n${paragraphs(sentences.slice(1))}</div>\n`);
const lines = (text) => each(text.split("\n").filter((line) => line.trim()), (line) => `<p>${say(line)}</p>\n`);
const inner = (anchor) => `<span>${say(anchor.text)}</span>${anchor.note ? ` <span class="soft">${say(anchor.note)}</span>` : ""}`;
const row = (anchor) => (anchor.href ? `<a href="${anchor.href}">${inner(anchor)}</a>` : `<p>${inner(anchor)}</p>`);
const rows = (anchors) => when(anchors, () => `<ul class="rows">\n${each(anchors, (one) => `<li>${row(one)}\n</li>\n`)}</ul>\n`);
const chips = (anchors) =>
  `<ul class="chips">\n${each(anchors, (one) => `<li>${one.href ? `<a href="${one.href}">${escape(one.text)}</a>` : `<span>${escape(one.text)}</span>`}</li>\n`)}</ul>\n`;
const contact = (one) => `<li><a href="${one.href}"><span>${escape(one.label)}</span> <span class="n">${one.number}</span></a></li>\n`;
const calls = (contacts) =>
  when(contacts, () =>
    `<ul class="buttons calls">\n${each(contacts.slice(0, 2), (one) => `<li><a href="${one.href}" data-primary><span>${escape(one.label)}</span> <b class="n">${one.number}</b></a></li>\n`)}</ul>\n` +
    when(contacts.slice(2), (rest) => `<ul class="rows calls">\n${each(rest, contact)}</ul>\n`));
const facts = (items) =>
  when(items, () => `<dl>\n${each(items, (fact) => `<div><dt>${escape(fact.name)}</dt><dd>${fact.href ? `<a href="${fact.href}">${say(fact.value)}</a>` : say(fact.value)}</dd></div>\n`)}</dl>\n`);
const law = (words) => (one) => `<br>${escape(one.text)}${one.mark ? fill(words.law_mark, one.mark) : ""}\n`;
const section = (heading, body) => `<section><h2>${escape(heading)}</h2>\n${body}</section>\n`;

const ledger = (words, table) => {
  const line = (one) => {
    const more = when(one.links, () => each(one.links, (link) => `<a href="${link.href}">${escape(link.text)}</a> `)) +
      when(one.corrections, () => each(one.corrections, (link) => `<a href="${link.href}">${words.changed} ${escape(link.text)}</a> `));
    const detail = one.detail || more ? `<td class="d">${say(one.detail)}${more ? ` <span class="k">${more}</span>` : ""}</td>` : "<td></td>";
    return `<tr${one.anchor ? ` id="${one.anchor}"` : ""}><th scope="row">${say(one.lead)}</th><td class="f">${amount(one.figure)}</td>${detail}</tr>\n`;
  };
  const head = table.lead_head && table.figure_head
    ? `<thead><tr><th scope="col">${escape(table.lead_head)}</th><th scope="col" class="f">${escape(table.figure_head)}</th><td></td></tr></thead>\n` : "";
  const group = (one) =>
    `<tbody${one.anchor ? ` id="${one.anchor}"` : ""}>\n${one.label ? `<tr class="g"><th scope="rowgroup">${escape(one.label)}</th><td class="f">${amount(one.subtotal)}</td><td></td></tr>\n` : ""}${each(one.rows, line)}</tbody>\n`;
  return `<table>\n<caption><b>${say(table.caption)}</b>${table.total ? ` <span>${say(table.total)}</span>` : ""}</caption>\n${head}${each(table.groups, group)}</table>\n` +
    (table.remark ? `<p class="soft">${say(table.remark)}</p>\n` : "");
};

const part = (words, one) =>
  `<section${one.anchor ? ` id="${one.anchor}"` : ""}>\n${one.label ? `<h2>${escape(one.label)}</h2>\n` : ""}${paragraphs(one.sentences)}${facts(one.facts)}` +
  each(one.tables, (table) => {
    const anchored = table.groups.filter((group) => group.anchor);
    const jumps = anchored.length > 1 && table.row_count >= 20
      ? `<nav aria-label="${words.groups} ${escape(one.label)} ${escape(table.caption)}"><ul class="chips">\n${each(anchored, (group) => `<li><a href="#${group.anchor}">${escape(group.label)}</a></li>\n`)}</ul></nav>\n` : "";
    return jumps + ledger(words, table);
  }) +
  (one.notes ? `<section class="notes"><h2>${words.notes}</h2>\n${notes(one.notes)}</section>\n` : "") +
  when(one.attachments, () => `<h3>${words.attachments}</h3>\n${rows(one.attachments)}`) + "</section>\n";

const KINDS = {
  disclosure: (words, village, view) =>
    `<h1>${escape(view.heading)} <span>${amount(view.period)}</span></h1>\n${view.banner ? `<p class="banner" data-state="${view.state}">${say(view.banner)}</p>\n` : ""}${key(view.sentences)}` +
    (view.row_count ? `<p class="go"><a href="#sheet" data-primary><b>${words.see_rows}</b> <span>${fill(words.row_count, view.row_count)}</span></a></p>\n` : "") +
    when(view.facts_line, () => `<p class="soft dots">${each(view.facts_line, (fact) => `<span>${say(fact)}</span> `)}</p>\n`) +
    (view.explanation ? `<section class="why"><h2>${words.explanation}</h2>\n${lines(view.explanation)}${when(view.laws, () => `<p class="soft">${words.laws}\n${each(view.laws, law(words))}</p>\n`)}</section>\n` : "") +
    `<section id="ask">\n<h2>${words.wrong_figure}</h2>\n${paragraphs(view.ask)}${view.reference ? `<p>${words.quote_reference}<strong>${say(view.reference)}</strong></p>\n` : ""}${calls(village.frame.contacts)}</section>\n` +
    when(view.related, () => section(words.related, rows(view.related))) +
    when(view.part_pages, () => section(words.part_pages, rows(view.part_pages))) +
    (view.parts.length ? `<div id="sheet"${view.filterable ? " data-find" : ""}>\n${each(view.parts, (index) => part(words, village.parts[index]))}</div>\n` : "") +
    when(view.downloads, () => `<details><summary>${words.downloads}</summary>\n<p>${words.downloads_hint}</p>\n${rows(view.downloads)}</details>\n`) +
    (view.broadcast ? section(words.broadcast, `<blockquote>${lines(view.broadcast)}</blockquote>\n`) : "") +
    when(view.older, () =>
      section(words.older, `<ul class="rows">\n${each(view.older, (one) => `<li>${one.href ? `<a href="${one.href}"><span>${amount(one.text)}</span> <span class="soft">${say(one.note)}</span></a>` : `<p><b>${amount(one.text)}</b> <span class="soft">${words.this_one}</span></p>`}\n${when(one.inner, chips)}</li>\n`)}</ul>\n`)),
};

const page = (words, theme, village, view) => {
  const frame = village.frame;
  const above = frame.above[frame.above.length - 1];
  return `<!doctype html>
<html lang="${frame.language}">
<head>
<meta http-equiv="Content-Security-Policy" content="${theme[view.kind].policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="format-detection" content="telephone=no">
<meta name="referrer" content="no-referrer">
${view.noindex ? '<meta name="robots" content="noindex">\n' : ""}<title>${escape(view.title)}</title>
<meta name="description" content="${escape(view.description)}">
<link rel="canonical" href="${view.url}">
<link rel="icon" href="data:,">
<style>${theme[view.kind].style}</style>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header>
<p class="top"><a class="place" href="${frame.village.href}">${escape(frame.village.text)}</a>
${above ? `<a class="soft" href="${above.href}">${escape(above.text)}</a>\n` : ""}<a class="soft far" href="${frame.site.href}">${words.wrong_village}</a></p>
</header>
<main id="main">
${view.kind in KINDS ? KINDS[view.kind](words, village, view) : view.main}</main>
<footer>
<section class="code">
<h2>${words.code}</h2>
<p><img src="${view.code.src}" alt="${fill(words.code_alt, view.title)}" width="222" height="222"></p>
<p class="soft">${words.code_hint}<br>${words.address}<span class="url">${view.code.text}</span></p>
<p>${words.check_word}<strong>${frame.check_word}</strong></p>
</section>
<p>${words.safety}</p>
${rows(frame.jumps)}<ul class="chips">
<li><a href="${frame.site.href}">${escape(frame.site.text)}</a></li>
${each(frame.above, (one) => `<li><a href="${one.href}">${escape(one.text)}</a></li>\n`)}</ul>
<ul class="chips">
${each(frame.footer.contacts, (one) => `<li><a href="${one.href}">${escape(one.label)} <span class="n">${one.number}</span></a></li>\n`)}</ul>
<p class="soft imprint">
${frame.as_of ? `<span>${fill(words.as_of, frame.as_of)}</span>\n` : ""}<span>${fill(words.organiser, frame.footer.organiser)}</span>
<span>${fill(words.operator, frame.footer.operator)}</span>
<span>${fill(words.site_code, frame.footer.site_code)}</span>
</p>
<p class="soft"><a href="${frame.feed}">${words.feed}</a></p>
</footer>
</body>
</html>
`;
};

module.exports = class {
  data() {
    return {
      pagination: { data: "plan", size: 1, alias: "one" },
      permalink: (data) => `${data.one.view.path}index.html`,
    };
  }
  render({ one, theme, words }) {
    return page(words, theme, one.village, one.view);
  }
};
