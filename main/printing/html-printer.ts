import type { Paper, PaperLine } from '#connectors/report/draw-paper.ts';
import type { PrintFailure } from '#shared/contract/receipt.ts';
import type { PaperPrinter } from './paper-printer.ts';

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replaceAll(/[&<>"]/g, (sign) => ESCAPED[sign] ?? sign).replaceAll('\n', '<br>');

const TAGS: Readonly<Record<Exclude<PaperLine['kind'], 'row' | 'rule'>, string>> = {
  title: 'h1',
  heading: 'h2',
  subheading: 'h3',
  text: 'p',
  quote: 'blockquote',
  note: 'small',
};

function lineHtml(line: PaperLine): string {
  if (line.kind === 'rule') return '<hr>';
  if (line.kind === 'row') return `<dl><dt>${escape(line.label)}</dt><dd>${escape(line.text)}</dd></dl>`;
  const tag = TAGS[line.kind];
  return `<${tag}>${escape(line.text)}</${tag}>`;
}

/** `Page {page} of {pages}` as CSS says it; what could end a string or the sheet is left out. */
function pageNumbers(words: string): string {
  const parts = words.split(/(\{pages?\})/).map((part) => {
    if (part === '{page}') return 'counter(page)';
    return part === '{pages}' ? 'counter(pages)' : `"${part.replaceAll(/["\\\n<]/g, '')}"`;
  });
  return `@page{@bottom-right{content:${parts.join(' ')};font:9pt system-ui,sans-serif;color:#57606a}}`;
}

const LOOKS = `@page{size:A4;margin:16mm}body{font:11pt/1.5 system-ui,sans-serif;color:#1b1f24}h1{font-size:20pt;margin:0 0 4pt}
h2{font-size:13pt;margin:14pt 0 2pt}h3{font-size:11pt;margin:8pt 0 2pt}p,blockquote{margin:2pt 0}blockquote,small,footer{color:#57606a}
small{display:block}dl{display:grid;grid-template-columns:40mm 1fr;margin:2pt 0}dt{color:#57606a}dd{margin:0;font-weight:600}
h1,h2,h3,dt{break-after:avoid}dl,hr{break-inside:avoid}hr{border:0;border-bottom:.5pt solid #57606a;margin:22pt 0 4pt}
footer{margin-top:14pt;font-size:9pt}`;

/** A paper as a page that asks for nothing: no script, no address, no file. */
export function paperHtml(paper: Paper): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return `<!doctype html><html lang="${escape(paper.locale)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}"><title>Anteroom</title><style>${pageNumbers(paper.pageWords)}${LOOKS}</style></head>
<body>${paper.lines.map(lineHtml).join('\n')}<footer>${escape(paper.footer)}</footer></body></html>`;
}

/** A printer that prints pages, as Electron's is. */
export function htmlPrinter(printHtml: (html: string) => Promise<PrintFailure | null>): PaperPrinter {
  return { print: (paper) => printHtml(paperHtml(paper)) };
}
