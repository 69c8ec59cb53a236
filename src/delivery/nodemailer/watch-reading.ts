import { Readable } from 'node:stream';
import type { Transporter } from 'nodemailer';

/** Marks the signals of messages that the server has begun to read. */
export const watchReading = (transporter: Transporter, begun: WeakSet<AbortSignal>): void => {
  // One of the user's making may know how to send, and nothing else.
  transporter.use?.('stream', ({ data: { signal }, message }, next) => {
    // The mails of the user's own go as they are.
    if (signal) {
      message?.processFunc((input) => {
        async function* read(of: AbortSignal) {
          // The stream is pulled when the server has answered DATA, and not before.
          begun.add(of);
          yield* input;
        }
        return Readable.from(read(signal), { objectMode: false });
      });
    }
    next();
  });
};
