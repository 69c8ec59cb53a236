import { base64urlLength, canonical, maxTokenLength } from '../compact-jws.js';

/** The one encryption of the content: its key is a fresh one for each token, so no two tokens share key and nonce. */
export const contentEncryption = 'A256GCM';

// The content key in its wrapping (RFC 3394), the nonce, and the tag (RFC 7518, section 5.3).
const bytes = { key: 32 + 8, nonce: 12, tag: 16 };

const length = (part: keyof typeof bytes): number => base64urlLength(bytes[part]);

const exactly = (part: keyof typeof bytes): string => `(?=[\\w-]{${length(part)}}(?:\\.|$))${canonical}`;

// T3: with other lengths, a byte could move from the tag into the ciphertext, and decoders join the two again.
const compactJwe = new RegExp(
  `^(?!\\.)${canonical}\\.${exactly('key')}\\.${exactly('nonce')}\\.(?!\\.)${canonical}\\.${exactly('tag')}$`,
);

/** Whether a text can be an encrypted token (RFC 7516, section 7.1), as this service makes them. */
export const isCompactJwe = (text: string): boolean => text.length <= maxTokenLength && compactJwe.test(text);

/** How long the encrypted token of a signed one is: GCM adds nothing to the content. */
export const compactJweLength = (header: string, content: number): number =>
  [header.length, length('key'), length('nonce'), base64urlLength(content), length('tag')].reduce(
    (sum, part) => sum + 1 + part,
  );
