import { type Network, networksOf } from './client-ip.js';
import type { Clock } from './clock.js';
import { createGroups } from './groups.js';
import type { MailSchedule } from './mail-schedule.js';

/** The place of one request among those whose mails have not begun. */
export interface Place {
  /**
   * Half of the places were taken already: the rest is for networks that the identity knows. The queue cannot tell who
   * knows whom. Where the request turns out to be a stranger's, give the place back.
   */
  readonly crowded: boolean;
  /** The request was accepted: gives its mail a start time, and answers with the milliseconds until then. */
  schedule(): number;
  /** Lets somebody else have the place: the mail begins, or the request came to nothing. */
  free(): void;
}

/** Who asks for a place, and for whom. */
export interface PlaceRequest {
  readonly ip: string | null;
  readonly identity: string;
}

/** A place, or the milliseconds until there may be one. */
export type PlaceOrWait =
  | { readonly place: Place; readonly wait?: undefined }
  | { readonly place: null; readonly wait: number };

/** Places for requests whose mails have not begun. */
export interface MailQueue {
  /** Takes a place at once, so that requests in parallel cannot slip between a look and a step. */
  take(request: PlaceRequest): PlaceOrWait;
  /** Whether half of the places are taken. */
  isCrowded(): boolean;
  /** Milliseconds until the queue is no longer crowded. */
  untilCalm(): number;
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

/** Callers without an address are many, and not one. */
const factorOf = (network: Network, ip: string | null): number => (ip === null ? 100 : network.factor);

const isFromSameNetwork = (one: Seat, other: Seat): boolean =>
  one.networks[0].name === other.networks[0].name;

/**
 * A place is taken when a request comes and is free again at its start time, whoever it was for.
 *
 * Three rules keep one caller, or many, from taking all places: a network has at most a hundredth of them (or as many as
 * it may make requests, where that is more). Past half, the rest is for networks that the identity knows. Past half, an
 * identity has one.
 */
export const createMailQueue = ({ clock, schedule, places, requestsPerIp }: MailQueueOptions): MailQueue => {
  const share = Math.max(Math.ceil(places / 100), requestsPerIp);
  const seats = new Set<Seat>();
  const byNetwork = createGroups<Seat>();
  // Without those that were taken before: a stranger who asked for her code earlier must not keep its owner out.
  const crowdedByIdentity = createGroups<Seat>();

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

  /** Those that hold a request up; the first of them rises first. */
  const inTheWayOf = (seat: Seat, ip: string | null): Iterable<Seat> => {
    if (seats.size >= places) return seats;
    const isFull = (network: Network) => byNetwork.of(network.name).size >= share * factorOf(network, ip);
    const full = seat.networks.find(isFull);
    if (full) return byNetwork.of(full.name);
    if (!seat.crowded) return [];
    // Another network's request that is not accepted yet may be a stranger's.
    return [...crowdedByIdentity.of(seat.identity)].filter(
      (other) => other.startsAt !== null || isFromSameNetwork(other, seat),
    );
  };

  const placeOf = (seat: Seat): Place => ({
    crowded: seat.crowded,
    schedule() {
      const wait = schedule.next();
      seat.startsAt = clock() + wait;
      return wait;
    },
    free: () => rise(seat),
  });

  const isCrowded = (): boolean => seats.size >= places / 2;

  return {
    take({ ip, identity }) {
      const seat: Seat = { identity, networks: networksOf(ip), crowded: isCrowded(), startsAt: null };
      const [first] = inTheWayOf(seat, ip);
      if (first) return { place: null, wait: Math.max(0, (first.startsAt ?? 0) - clock()) };
      sit(seat);
      return { place: placeOf(seat) };
    },
    isCrowded,
    untilCalm: () => Math.max(0, seats.size - places / 2) * schedule.interval(),
  };
};
