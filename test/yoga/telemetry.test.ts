import { useOpenTelemetry } from '@envelop/opentelemetry';
import { type TracerProvider, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { createYoga } from 'graphql-yoga';
import { afterEach, describe, expect, it } from 'vitest';
import { useEmailAuth } from '../../src/yoga/index.js';
import { blockOf } from '../docs/pages.js';
import { runAmong } from '../docs/run-among.js';
import { asEver, askOf, openApp, visit } from './app.js';

type Telemetry = ReturnType<typeof useOpenTelemetry>;

/** What the spans of a visit say, and which of its secrets are in it. */
const traced = async (pluginOf: (provider: TracerProvider) => Telemetry | Promise<Telemetry>) => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const plugin = await pluginOf(provider);
  const app = openApp();
  const yoga = createYoga({
    schema: app.schema,
    plugins: [plugin, useEmailAuth(app.auth, { ip: () => '192.0.2.1' })],
    logging: false,
  });
  const { secrets, ...came } = await visit(app, askOf(yoga));
  expect(came).toMatchObject(asEver);
  const spans = exporter
    .getFinishedSpans()
    .map(({ name, attributes, events }) => ({ name, attributes, events }));
  const text = JSON.stringify(spans);
  return {
    names: spans.map(({ name }) => name),
    leaked: secrets.filter((secret) => text.includes(secret)),
    secrets,
  };
};

/** The block of the page, which sends its spans to the provider of the process. */
const asOnPage = async (provider: TracerProvider): Promise<Telemetry> => {
  trace.setGlobalTracerProvider(provider);
  const { plugin } = await runAmong<{ plugin: Telemetry }>(blockOf('docs/plugins.md', 'useOpenTelemetry('), {
    replacements: { 'useOpenTelemetry({': 'export const plugin = useOpenTelemetry({' },
  });
  return plugin;
};
afterEach(() => trace.disable());

describe('the spans of @envelop/opentelemetry', () => {
  it.each<[string, (provider: TracerProvider) => Telemetry | Promise<Telemetry>]>([
    ['by default', (provider) => useOpenTelemetry({}, provider)],
    ['as docs/plugins.md has it', asOnPage],
  ])('hold no address, code or token: %s', async (_, pluginOf) => {
    const { names, leaked } = await traced(pluginOf);
    expect(names).toContain('mutation.Login');
    expect(leaked).toEqual([]);
  });

  it.each([['variables'], ['resolvers'], ['result']])('hold them with `%s`', async (option) => {
    const { leaked } = await traced((provider) => useOpenTelemetry({ [option]: true }, provider));
    expect(leaked.length).toBeGreaterThan(3);
  });
});
