/** Colours of a mail, as `#rrggbb`. */
export interface Palette {
  readonly page: string;
  readonly card: string;
  readonly text: string;
  /** Text of less weight. */
  readonly quiet: string;
  /** Behind the code. */
  readonly field: string;
}

/** Where the reader's screen is light. */
export const light: Palette = {
  page: '#f3f4f6',
  card: '#ffffff',
  text: '#111827',
  quiet: '#4b5563',
  field: '#f3f4f6',
};

/** Where it is dark. */
export const dark: Palette = {
  page: '#0b0f19',
  card: '#171c28',
  text: '#f3f4f6',
  quiet: '#b6bdc9',
  field: '#262d3d',
};

/** WCAG 2.2, "relative luminance". */
const luminanceOf = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG 2.2, "contrast ratio": from 1 to 21. Text wants 4.5 (success criterion 1.4.3). */
export const contrastOf = (one: string, other: string): number => {
  const [brighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
};

/** Black or white, whichever is easier to read on a colour: one of them always has a contrast of 4.58 or more. */
export const inkOn = (color: string): string =>
  contrastOf(color, '#ffffff') >= contrastOf(color, '#000000') ? '#ffffff' : '#000000';
