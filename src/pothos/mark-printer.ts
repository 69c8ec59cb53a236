import { applyDirective, importDirective, withoutHandwritten } from './directive.js';
import { pluginName } from './plugin-name.js';

/** A config of a field or a type, as far as a mark shows in it. */
interface Printable {
  readonly pothosOptions: object;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Lets a mark stand in the printed schema, once, or takes it away. */
export type PrintMark = <Config extends Printable>(config: Config, printed: boolean) => Config;

/** The config as a plugin sees it that comes after this one. */
const withMark = <Config extends Printable>(config: Config, mark: true | undefined): Config => ({
  ...config,
  pothosOptions: { ...config.pothosOptions, authenticated: mark },
});

/**
 * How the marks of a builder are printed. @pothos/plugin-federation prints `@authenticated` too, on whatever has the
 * option `authenticated`, but it knows neither what is inherited nor what a gateway does not compose. The hooks of the
 * plugin that is listed last run first: where federation comes after this plugin, it is told what to print; where it has
 * been here before, what it has printed is taken away and printed again.
 *
 * @param wanted - false: `@authenticated` stands nowhere
 * @param schemaExtensions - those that `toSchema()` is called with
 */
export const createMarkPrinter = (
  plugins: readonly string[],
  wanted: boolean,
  schemaExtensions: unknown,
): PrintMark => {
  const federation = plugins.indexOf('federation');
  const printsItself = federation === -1 || federation > plugins.indexOf(pluginName);
  return (given, printed) => {
    const shown = wanted && printed;
    const pothosOptions = withoutHandwritten(given.pothosOptions);
    const config = pothosOptions === given.pothosOptions ? given : { ...given, pothosOptions };
    if (shown) importDirective(schemaExtensions);
    return printsItself
      ? applyDirective(config, shown)
      : withMark(applyDirective(config, false), shown || undefined);
  };
};
