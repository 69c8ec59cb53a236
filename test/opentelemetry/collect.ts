import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

/** A figure: of a histogram, how often it was measured. */
export type Figures = Readonly<Record<string, number>>;

const keyOf = (name: string, attributes: object): string =>
  [name.replace('email_auth.', ''), ...Object.entries(attributes).map(([key, value]) => `${key}=${value}`)]
    .join(' ')
    .replaceAll('email_auth.', '');

const figuresOf = ({ descriptor, dataPoints }: MetricData): [string, number][] =>
  dataPoints.map(({ attributes, value }) => [
    keyOf(descriptor.name, attributes),
    typeof value === 'number' ? value : value.count,
  ]);

/** The real SDK, which exports to memory. */
export const openMeter = () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  const metrics = async (): Promise<MetricData[]> => {
    exporter.reset();
    await provider.forceFlush();
    return exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  };
  return {
    meter: provider.getMeter('test'),
    provider,
    metrics,
    /** What was counted, by name and attributes without the prefix. */
    figures: async (): Promise<Figures> => Object.fromEntries((await metrics()).flatMap(figuresOf)),
    /** Seconds that a histogram adds up to. */
    sumOf: async (name: string): Promise<number> => {
      const found = (await metrics()).find(({ descriptor }) => descriptor.name === name);
      // Boundary: the caller names a histogram.
      return (found as HistogramMetricData).dataPoints.reduce((sum, { value }) => sum + (value.sum ?? 0), 0);
    },
    close: () => provider.shutdown(),
  };
};
