import type { Break } from './break.js';

const proxy = 'http/proxy.ts';
const forwarded = 'http/forwarded-for.ts';

export const addresses: readonly Break[] = [
  {
    // A header counts without a proxy.
    id: 'A1',
    file: proxy,
    from: 'parseAddress(socketAddressOf(context));',
    to: "parseAddress(headerOf(context, 'x-forwarded-for') ?? socketAddressOf(context));",
  },
  {
    // A header counts whoever sends it.
    id: 'A1',
    file: proxy,
    from: 'if (socket === null || !isTrusted(socket)) return socket;',
    to: 'if (socket === null) return socket;',
  },
  {
    // The list is read from its beginning, which is what the caller has written.
    id: 'A1',
    file: forwarded,
    from: "value.split(',').reverse()",
    to: "value.split(',')",
  },
  {
    // A proxy that hides who asks is passed over.
    id: 'A1',
    file: proxy,
    from: 'if (hop === null) return last;',
    to: 'if (hop === null) continue;',
  },
  {
    // One hop too many.
    id: 'A1',
    file: proxy,
    from: 'if (away === count) break;',
    to: 'if (away > count) break;',
  },
  {
    // A hop that cannot be read is not counted.
    id: 'A1',
    file: proxy,
    from: 'away += 1;',
    to: 'if (hop !== null) away += 1;',
  },
  {
    // Commas in quotes cut.
    id: 'A1',
    file: forwarded,
    from: `if (text[index] === '"') {`,
    to: `if (text[index] === '"' && separator === ';') {`,
  },
  {
    // A quote that is escaped ends the text.
    id: 'A1',
    file: forwarded,
    from: 'return (index - start) % 2 === 1;',
    to: 'return index < start;',
  },
  {
    // A socket that was reset has no address.
    id: 'A2',
    file: 'http/host-context.ts',
    from: "return socket.destroyed || (typeof listening === 'object' && listening !== null) ? hungUp : null;",
    to: 'return null;',
  },
  {
    // Who hangs up is at home where somebody has hung up before.
    id: 'A2',
    file: 'flows/counters.ts',
    from: 'address.ip === null || address.ip === hungUp ? null',
    to: 'address.ip === null ? null',
  },
];
