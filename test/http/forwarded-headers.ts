/** A header Forwarded, and the addresses that it tells of, the nearest first. */
interface ForwardedHeader {
  readonly id: string;
  readonly must: string;
  readonly value: string;
  readonly hops: readonly (string | null)[];
}

export const forwardedHeaders: readonly ForwardedHeader[] = [
  {
    id: 'forwarded-1',
    must: 'MUST read one element',
    value: 'for=192.0.2.60;proto=http;by=203.0.113.43',
    hops: ['192.0.2.60'],
  },
  {
    id: 'forwarded-2',
    must: 'MUST read several, nearest first',
    value: 'for=192.0.2.43, for=198.51.100.17',
    hops: ['198.51.100.17', '192.0.2.43'],
  },
  {
    id: 'forwarded-3',
    must: 'MUST read any case of the name',
    value: 'FOR=192.0.2.1,For="192.0.2.2"',
    hops: ['192.0.2.2', '192.0.2.1'],
  },
  { id: 'forwarded-4', must: 'MUST read a port', value: 'for="192.0.2.43:47011"', hops: ['192.0.2.43'] },
  {
    id: 'forwarded-5',
    must: 'MUST read a hidden port',
    value: 'for="192.0.2.43:_gazonk"',
    hops: ['192.0.2.43'],
  },
  {
    id: 'forwarded-6',
    must: 'MUST read IPv6',
    value: 'For="[2001:db8:cafe::17]:4711"',
    hops: ['2001:db8:cafe::17'],
  },
  {
    id: 'forwarded-7',
    must: 'MUST read IPv6 with a hidden port',
    value: 'for="[2001:db8::17]:_x.y-z"',
    hops: ['2001:db8::17'],
  },
  {
    id: 'forwarded-8',
    must: 'MUST read IPv6 without quotes and brackets, as $remote_addr is',
    value: 'for=2001:db8::17;proto=http',
    hops: ['2001:db8::17'],
  },
  {
    id: 'forwarded-9',
    must: 'MUST read mapped IPv4 with a port',
    value: 'for="[::ffff:1.2.3.4]:80"',
    hops: ['1.2.3.4'],
  },
  { id: 'forwarded-10', must: 'MUST read an escape', value: 'for="192.0\\.2.43"', hops: ['192.0.2.43'] },
  { id: 'forwarded-11', must: 'MUST read nobody', value: 'for=unknown', hops: [null] },
  { id: 'forwarded-12', must: 'MUST read somebody hidden', value: 'for=_SEVKISEK', hops: [null] },
  { id: 'forwarded-13', must: 'MUST read somebody hidden, in quotes', value: 'for="_gazonk"', hops: [null] },
  { id: 'forwarded-14', must: 'MUST read no for', value: 'by=203.0.113.43;proto=http', hops: [null] },
  { id: 'forwarded-15', must: 'MUST read an empty for', value: 'for=;proto=http', hops: [null] },
  { id: 'forwarded-16', must: 'MUST read for twice', value: 'for=192.0.2.1;for=192.0.2.2', hops: [null] },
  {
    id: 'forwarded-17',
    must: 'MUST read for twice, in other letters',
    value: 'for=192.0.2.1;host=x;FOR="192.0.2.2"',
    hops: [null],
  },
  {
    id: 'forwarded-18',
    must: 'MUST read the same twice',
    value: 'for=192.0.2.1;for=192.0.2.1',
    hops: [null],
  },
  {
    id: 'forwarded-19',
    must: 'MUST read an empty one beside a good one',
    value: 'for=192.0.2.1;for=',
    hops: [null],
  },
  { id: 'forwarded-20', must: 'MUST read another name that ends so', value: 'x-for=192.0.2.1', hops: [null] },
  {
    id: 'forwarded-21',
    must: 'MUST read spaces and tabs',
    value: ' \tfor = 192.0.2.1 ;\tproto=http ,\t for=192.0.2.2\t',
    hops: ['192.0.2.2', '192.0.2.1'],
  },
  { id: 'forwarded-22', must: 'MUST read empty pairs', value: ';;for=192.0.2.1;;', hops: ['192.0.2.1'] },
  {
    id: 'forwarded-23',
    must: 'MUST read empty elements',
    value: ',, for=192.0.2.1,,\t,for=192.0.2.2,',
    hops: ['192.0.2.2', '192.0.2.1'],
  },
  { id: 'forwarded-24', must: 'MUST read nothing', value: '', hops: [] },
  { id: 'forwarded-25', must: 'MUST read an element of nothing', value: ';', hops: [null] },
  { id: 'forwarded-26', must: 'MUST read text behind the quotes', value: 'for="192.0.2.1"0', hops: [null] },
  { id: 'forwarded-27', must: 'MUST read text before the quotes', value: 'for=0"192.0.2.1"', hops: [null] },
  { id: 'forwarded-28', must: 'MUST read two strings', value: 'for="192.0.2.1""192.0.2.2"', hops: [null] },
  {
    id: 'forwarded-29',
    must: 'MUST read two header fields, joined',
    value: 'for=192.0.2.1;host="a,b", for=192.0.2.2',
    hops: ['192.0.2.2', '192.0.2.1'],
  },
  {
    id: 'forwarded-30',
    must: 'MUST take what stands in quotes for text: a separator',
    value: 'for=192.0.2.1;host="a,for=6.6.6.6;b"',
    hops: ['192.0.2.1'],
  },
  {
    id: 'forwarded-31',
    must: 'MUST take what stands in quotes for text: an address at the end',
    value: 'for=192.0.2.1;host="a,for=6.6.6.6"',
    hops: ['192.0.2.1'],
  },
  {
    id: 'forwarded-32',
    must: 'MUST take what stands in quotes for text: an address at the start',
    value: 'host="for=6.6.6.6,a";for=192.0.2.1',
    hops: ['192.0.2.1'],
  },
  {
    id: 'forwarded-33',
    must: 'MUST take what stands in quotes for text: a second for',
    value: 'for=192.0.2.1;host="a;for=6.6.6.6;b"',
    hops: ['192.0.2.1'],
  },
  {
    id: 'forwarded-34',
    must: 'MUST take what stands in quotes for text: an escaped quote',
    value: 'for=192.0.2.1;host="a\\",for=6.6.6.6;b=\\"c"',
    hops: ['192.0.2.1'],
  },
  {
    id: 'forwarded-35',
    must: 'MUST take what stands in quotes for text: an escaped backslash',
    value: 'for=192.0.2.1;host="a\\\\",for=192.0.2.2',
    hops: ['192.0.2.2', '192.0.2.1'],
  },
  {
    id: 'forwarded-36',
    must: 'MUST take what stands in quotes for text: escaped backslashes and a quote',
    value: 'for=192.0.2.1;host="a\\\\\\",for=6.6.6.6;b"',
    hops: ['192.0.2.1'],
  },
  {
    id: 'forwarded-37',
    must: 'MUST be spoilt by an open quote only from there to the left: one of the client',
    value: 'for="6.6.6.6, for=192.0.2.1',
    hops: ['192.0.2.1', null],
  },
  {
    id: 'forwarded-38',
    must: 'MUST be spoilt by an open quote only from there to the left: one before quotes of the proxy',
    value: 'x=", for=192.0.2.1;host="h"',
    hops: ['192.0.2.1', null],
  },
  {
    id: 'forwarded-39',
    must: 'MUST be spoilt by an open quote only from there to the left: one before an address in quotes',
    value: 'x=", for="[2001:db8::1]:80"',
    hops: ['2001:db8::1', null],
  },
  {
    id: 'forwarded-40',
    must: 'MUST be spoilt by an open quote only from there to the left: one of the client, who has more to say',
    value: 'for=6.6.6.6, for="6.6.6.6, for=192.0.2.1',
    hops: ['192.0.2.1', null],
  },
  {
    id: 'forwarded-41',
    must: 'MUST be spoilt by an open quote only from there to the left: one in the same element',
    value: 'for=192.0.2.1;host=a";for=6.6.6.6',
    hops: [null],
  },
  {
    id: 'forwarded-42',
    must: 'MUST be spoilt by an open quote only from there to the left: one in the same element, behind a string',
    value: 'for=192.0.2.1;host="";for=6.6.6.6"',
    hops: [null],
  },
  {
    id: 'forwarded-43',
    must: 'MUST be spoilt by an open quote only from there to the left: one that a backslash escapes',
    value: 'for=192.0.2.1;host="a\\"',
    hops: [null],
  },
  {
    id: 'forwarded-44',
    must: 'MUST be spoilt by an open quote only from there to the left: one that a backslash escapes, left of a proxy',
    value: 'x="\\", for=192.0.2.1',
    hops: ['192.0.2.1', null],
  },
];
