import { randomUUID } from 'node:crypto';
import { createClient } from '@keyv/redis';
import { expect, vi } from 'vitest';

/** Sees every command as the server receives it (MONITOR). */
export interface RedisMonitor {
  /** The commands that clients send while the work goes on, each as the server prints it, name first. */
  during(work: () => Promise<unknown>): Promise<readonly string[]>;
  stop(): void;
}

// 1700000000.000001 [0 127.0.0.1:50000] "get" "key"; what a script does has `lua` in place of the address.
const line = /^\S+ \[\d+ (?<from>\S+)\] "(?<command>.*)"$/s;

const sentByClients = (lines: readonly string[]): string[] =>
  lines.flatMap((text) => {
    const { from, command } = line.exec(text)?.groups ?? {};
    return command === undefined || from === 'lua' ? [] : [command];
  });

/** Watches a server that nobody else uses at the time. The caller stops it. */
export const startMonitor = async (url: string): Promise<RedisMonitor> => {
  const [monitor, client] = [createClient({ url }), createClient({ url })];
  await Promise.all([monitor.connect(), client.connect()]);
  let lines: string[] = [];
  await monitor.monitor((reply) => lines.push(String(reply)));
  /** The server reports in order: once it has reported this, it has reported all that was before. */
  const catchUp = async (): Promise<readonly string[]> => {
    const mark = randomUUID();
    await client.echo(mark);
    const isMark = (text: string) => text.includes(mark);
    await vi.waitFor(() => expect(lines.some(isMark)).toBe(true), { interval: 1, timeout: 20_000 });
    const before = lines.slice(0, lines.findIndex(isMark));
    lines = lines.slice(before.length + 1);
    return before;
  };
  return {
    async during(work) {
      await catchUp();
      await work();
      return sentByClients(await catchUp());
    },
    stop() {
      monitor.destroy();
      client.destroy();
    },
  };
};
