// Preloaded into a server that would listen on port 4000, which another may have: it takes a free one, and prints it.
import { Server } from 'node:net';

const { listen } = Server.prototype;
Server.prototype.listen = function (first, ...others) {
  const options = typeof first === 'object' ? first : { port: first };
  if (options?.port !== 4000) return listen.call(this, first, ...others);
  this.once('listening', () => console.log('listens on', this.address().port));
  return listen.call(this, typeof first === 'object' ? { ...first, port: 0 } : 0, ...others);
};
