import { Readable } from 'node:stream';
import type { Transporter } from 'nodemailer';

/** Marks the signals of messages that the server has begun to read. */
export const watchReading = (transporter: Transporter, begun: WeakSet<AbortSignal>): void => {
  // One of the user's making may know how to send, and nothing else.
  transporter.use?.('stream', ({ data, message }, next) => {
    message?.processFunc((input) => {
      async function* read() {
        // The stream is pulled when the server has answered DATA, and not before.
        if (data.signal) begun.add(data.signal);
        yield* input;
      }
      return Readable.from(read(), { objectMode: false });
    });
    next();
  });
};
