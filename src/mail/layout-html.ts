import type { MailContent, Paragraph } from './content.js';
import { escapeHtml } from './escape-html.js';
import { dark, inkOn, light, type Palette } from './palette.js';

const fonts = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif';
const codeFonts = 'font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace';
/** On the narrowest screens too, nothing is wider than its card. */
const wrap = 'overflow-wrap:anywhere';

const rulesOf = ({ page, card, text, quiet, field }: Palette): string =>
  `body{background:${page};color:${text}}.card{background:${card}}.code{background:${field}}.quiet{color:${quiet}}`;

// Colours stand here alone, so that a screen may be light or dark. Where a client drops this, its own colours remain.
const styles = `:root{color-scheme:light dark}${rulesOf(light)}@media (prefers-color-scheme:dark){${rulesOf(dark)}}`;

const headerOf = ({ appName, color, logo }: MailContent): string => {
  if (appName === null) return '';
  const name = escapeHtml(appName);
  // The name stands for the image: the mail is whole without it.
  const image = `<img src="${escapeHtml(logo ?? '')}" alt="${name}" height="32" style="display:block;height:32px;max-width:100%">`;
  const paint =
    color === null ? 'padding:16px 24px 0' : `padding:16px 24px;background:${color};color:${inkOn(color)}`;
  return `<div style="font-size:18px;font-weight:600;${wrap};${paint}">${logo === null ? name : image}</div>
`;
};

const paragraphOf = ({ lines, isQuiet }: Paragraph): string => {
  const html = lines.map(escapeHtml).join('<br>\n');
  return isQuiet
    ? `<p class="quiet" style="font-size:14px;${wrap}">${html}</p>`
    : `<p style="${wrap}">${html}</p>`;
};

const codeOf = (code: string | null): string =>
  code === null
    ? ''
    : `<p class="code" dir="ltr" style="margin:0;padding:16px 8px;border-radius:8px;text-align:center;${codeFonts};font-size:26px;font-weight:600;letter-spacing:.05em;${wrap}">
${escapeHtml(code)}
</p>
`;

/** The HTML: no table, no link, nothing to click in a mail that asks for trust, and no image that it needs. */
export const layOutHtml = (content: MailContent): string => {
  const { subject, preheader, intro, code, paragraphs, locale, direction } = content;
  return `<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${styles}</style>
</head>
<body style="margin:0;padding:16px 8px;${fonts};font-size:16px;line-height:1.5">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(preheader)}</div>
<div class="card" role="main" style="max-width:480px;margin:0 auto;border-radius:12px;overflow:hidden">
${headerOf(content)}<div style="padding:8px 24px 16px">
<p style="${wrap}">${escapeHtml(intro)}</p>
${codeOf(code)}${paragraphs.map(paragraphOf).join('\n')}
</div>
</div>
</body>
</html>
`;
};
