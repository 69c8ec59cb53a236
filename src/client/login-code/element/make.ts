/// <reference lib="dom" />

/** Sets attributes of an element; null takes one away. */
export const setAttributes = (
  element: Element,
  attributes: Readonly<Record<string, string | null>>,
): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
};

/** Makes an element. No markup is parsed, so a page may want trusted types. */
export const make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
};
