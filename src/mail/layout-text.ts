import type { MailContent } from './content.js';

/** The plain text: the same words as the HTML, in the same order, with the code alone in its line. */
export const layOutText = ({ appName, intro, code, paragraphs }: MailContent): string => {
  const below = paragraphs.map(({ lines }) => lines.join('\n'));
  const parts = [...(appName ? [appName] : []), intro, ...(code === null ? [] : [code]), ...below];
  return `${parts.join('\n\n')}\n`;
};
