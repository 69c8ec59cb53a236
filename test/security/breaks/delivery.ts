import type { Break } from './break.js';

export const delivery: readonly Break[] = [
  {
    id: 'D1',
    file: 'flows/deliver-code.ts',
    from: '{ pause: count === 1, mail }',
    to: '{ pause: false, mail }',
  },
  {
    id: 'D2',
    file: 'delivery/delivery-health.ts',
    from: "if (scope === 'everybody') {",
    to: "if (scope !== 'everybody' || scope === 'everybody') {",
  },
  {
    id: 'D2',
    file: 'delivery/delivery-health.ts',
    from: "if (result === 'passed') breaker.succeeded();",
    to: '',
  },
  {
    id: 'D3',
    file: 'delivery/failure/failure.ts',
    from: 'worthRetrying: false,\n  mayBeAccepted',
    to: 'worthRetrying: true,\n  mayBeAccepted',
  },
  {
    id: 'D3',
    file: 'delivery/failure/connection.ts',
    from: '...(isUnsent(error) ? unknown : unanswered)',
    to: '...unknown',
  },
  {
    id: 'D3',
    file: 'delivery/fallback.ts',
    from: 'failed.failure.mayBeAccepted || ',
    to: '',
  },
  {
    id: 'D3',
    file: 'flows/deliver-code.ts',
    from: 'settings.clock() >= expiresAt',
    to: 'settings.clock() < 0',
  },
  {
    id: 'D4',
    file: 'delivery/mail-queue.ts',
    from: 'Math.max(Math.ceil(places / 100), requestsPerIp)',
    to: 'places',
  },
  {
    // Requests that are not accepted yet do not count: any number at once has a place.
    id: 'D4',
    file: 'delivery/mail-queue.ts',
    from: 'byNetwork.of(name).size >= share * factor',
    to: '[...byNetwork.of(name)].filter(({ startsAt }) => startsAt !== null).length >= share * factor',
  },
  {
    id: 'D4',
    file: 'delivery/mail-queue.ts',
    from: 'seats.size >= places / 2',
    to: 'seats.size >= places',
  },
];
