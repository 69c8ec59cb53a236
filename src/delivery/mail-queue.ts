import type { Address, Network } from '../core/address.js';
import type { Clock } from '../core/clock.js';
import { createGroups } from './groups.js';
import type { MailSchedule } from './mail-schedule.js';
import { createRefusedNetworks } from './refused-networks.js';

/** The place of one request among those whose mails have not begun. */
export interface Place {
  /**
   * Half of the places were taken already: the rest is for networks that the identity knows. The queue cannot tell who
   * knows whom. Where the request turns out to be a stranger's, give the place back.
   */
  readonly crowded: boolean;
  /**
   * The request was accepted: gives its mail a start time, and answers with the milliseconds until then. Null where it
   * stood without a place, and there is none for it now.
   */
  schedule(): number | null;
  /** Lets somebody else have the place: the mail begins, or the request came to nothing. */
  free(): void;
  /** The request was refused for so many milliseconds: lets somebody else have the place, and needs none till then. */
  refuse(milliseconds: number): void;
}

/** Who asks for a place, and for whom. */
export interface PlaceRequest {
  readonly address: Address;
  readonly identity: string;
}

/** Places for requests whose mails have not begun. */
export interface MailQueue {
  /**
   * Takes a place at once, so that requests in parallel cannot slip between a look and a step. Null where there is none.
   */
  take(request: PlaceRequest): Place | null;
  /** Milliseconds until there may be a place for such a request. */
  untilFree(request: PlaceRequest): number;
  /** Milliseconds until the queue is no longer crowded. */
  untilCalm(): number;
  /** The number of places that are taken. */
  length(): number;
}

export interface MailQueueOptions {
  readonly clock: Clock;
  readonly schedule: MailSchedule;
  /** The number of places. */
  readonly places: number;
  /** Requests that one address may make in its window; `Infinity` where nothing limits it. */
  readonly requestsPerIp: number;
}

interface Seat {
  readonly identity: string;
  readonly networks: readonly [Network, ...Network[]];
  readonly crowded: boolean;
  /** Milliseconds since 1970; null until the request is accepted. */
  startsAt: number | null;
}

/** The member of a set that came as the n-th, from 0. */
const seatAt = (seats: ReadonlySet<Seat>, index: number): Seat | undefined => {
  let passed = 0;
  for (const seat of seats) {
    if (passed === index) return seat;
    passed += 1;
  }
  return undefined;
};

const firstOf = (seats: ReadonlySet<Seat>): Seat | undefined => seatAt(seats, 0);

const isFromSameNetwork = (one: Seat, other: Seat): boolean =>
  one.networks[0].name === other.networks[0].name;

/**
 * A place is taken when a request comes and is free again at its start time, whoever it was for.
 *
 * Three rules keep one caller, or many, from taking all places: a network has at most a hundredth of them (or as many as
 * it may make requests, where that is more). Past half, the rest is for networks that the identity knows. Past half, an
 * identity has one.
 *
 * A request beyond the share of its network stands until it is accepted, without a place: the limit of that network is
 * the better answer, and only the cache knows it. So does a request from a network that was refused lately: refusals cost
 * nothing, and a hundred networks that collect them in parallel would have all places.
 */
export const createMailQueue = ({ clock, schedule, places, requestsPerIp }: MailQueueOptions): MailQueue => {
  // D4: what one network may have.
  const share = Math.max(Math.ceil(places / 100), requestsPerIp);
  const seats = new Set<Seat>();
  const byNetwork = createGroups<Seat>();
  // Without those that were taken before: a stranger who asked for her code earlier must not keep its owner out.
  const crowdedByIdentity = createGroups<Seat>();
  const refused = createRefusedNetworks(clock);

  const sit = (seat: Seat): void => {
    seats.add(seat);
    for (const { name } of seat.networks) byNetwork.add(name, seat);
    if (seat.crowded) crowdedByIdentity.add(seat.identity, seat);
  };
  const rise = (seat: Seat): void => {
    seats.delete(seat);
    for (const { name } of seat.networks) byNetwork.delete(name, seat);
    crowdedByIdentity.delete(seat.identity, seat);
    // Mails that began before their start time, because the service closes, are no reason to wait.
    if (seats.size === 0) schedule.restart();
  };

  const untilStart = (seat: Seat | undefined): number => Math.max(0, (seat?.startsAt ?? 0) - clock());

  // Each answers with one that is in the way, and rises before the others.
  const ofAll = (): Seat | undefined => (seats.size < places ? undefined : firstOf(seats));
  const ofNetworks = ({ networks }: Seat): Seat | undefined => {
    const full = networks.find(({ name, factor }) => byNetwork.of(name).size >= share * factor);
    return full && firstOf(byNetwork.of(full.name));
  };
  const ofIdentity = (seat: Seat): Seat | undefined =>
    // Another network's request that is not accepted yet may be a stranger's.
    [...(seat.crowded ? crowdedByIdentity.of(seat.identity) : [])].find(
      (other) => other.startsAt !== null || isFromSameNetwork(other, seat),
    );
  const inTheWayOf = (seat: Seat): Seat | undefined => ofAll() ?? ofIdentity(seat) ?? ofNetworks(seat);

  // D4: the second half is not for strangers.
  const isCrowded = (): boolean => seats.size >= places / 2;
  const seatFor = ({ address, identity }: PlaceRequest): Seat => ({
    identity,
    networks: address.networks,
    crowded: isCrowded(),
    startsAt: null,
  });

  // Who stood while others took the first half may be a stranger, whom nobody has told that it is crowded.
  const isTooLate = (seat: Seat): boolean => (isCrowded() && !seat.crowded) || inTheWayOf(seat) !== undefined;

  const placeOf = (seat: Seat): Place => ({
    crowded: seat.crowded,
    schedule() {
      if (!seats.has(seat)) {
        if (isTooLate(seat)) return null;
        sit(seat);
      }
      const wait = schedule.next();
      seat.startsAt = clock() + wait;
      return wait;
    },
    free: () => rise(seat),
    refuse(milliseconds) {
      rise(seat);
      refused.note(seat.networks, milliseconds);
    },
  });

  return {
    take(request) {
      const seat = seatFor(request);
      if (ofAll() ?? ofIdentity(seat)) return null;
      if (!ofNetworks(seat) && !refused.includes(seat.networks)) sit(seat);
      return placeOf(seat);
    },
    untilFree: (request) => untilStart(inTheWayOf(seatFor(request))),
    untilCalm: () => untilStart(seatAt(seats, Math.max(0, Math.ceil(seats.size - places / 2)))),
    length: () => seats.size,
  };
};
