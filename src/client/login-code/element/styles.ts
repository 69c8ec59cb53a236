/// <reference lib="dom" />

const css = `
:host { display: block; position: relative; max-inline-size: 24rem; --accent: var(--login-code-accent, light-dark(#0a58ca, #8ab4f8)) }
:host([hidden]) { display: none }
* { box-sizing: border-box; font: inherit }
p { margin: 0; overflow-wrap: anywhere }
p:empty, p[hidden] { display: none }
form, form > div { display: flex; flex-direction: column; gap: var(--login-code-gap, .75rem) }
label { font-weight: 600; margin-block-end: calc(-.75 * var(--login-code-gap, .75rem)) }
div:empty { display: none }
input, button { inline-size: 100%; min-block-size: 2.75rem; padding: .5rem .75rem;
  border: 1px solid light-dark(#6b6b6b, #a3a3a3); border-radius: var(--login-code-radius, .375rem) }
input { background: Field; color: FieldText }
#code { font-family: ui-monospace, monospace; font-size: 1.25em; letter-spacing: .1em; text-transform: uppercase }
[aria-invalid] { border-color: var(--login-code-error, light-dark(#b3261e, #ffb4ab)) }
button { cursor: pointer; background: none; color: inherit; border-color: transparent; text-decoration: underline }
[type=submit] { font-weight: 600; text-decoration: none; background: var(--accent);
  color: var(--login-code-on-accent, light-dark(#fff, #111)) }
[aria-disabled] { cursor: default; opacity: .6 }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
#error { color: var(--login-code-error, light-dark(#b3261e, #ffb4ab)) }
#status { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
@media (forced-colors: active) {
  button { border-color: ButtonBorder }
  [aria-disabled] { opacity: 1; color: GrayText; border-color: GrayText }
  :focus-visible { outline-color: Highlight }
}`;

let sheet: CSSStyleSheet | undefined;

/** One for all forms of a page. A policy for content without `unsafe-inline` allows it. */
export const styles = (): CSSStyleSheet => {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
};
