import { isSmart, type Markable } from './catalogue.js';
import { pluginName } from './plugin-name.js';

/** A field, as far as it matters where it refuses. */
interface Field extends Markable {
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Where the refusals of fields come from, which the other plugins of the builder decide. */
export interface RefusalPlaces {
  /** Whether errors of the field are members of a union (@pothos/plugin-errors), so that a refusal becomes one of them. */
  refusesAsMember(field: Field): boolean;
  /** Whether this plugin is outside of @pothos/plugin-errors: what it throws there becomes no member. */
  readonly outsideOfErrors: boolean;
  /**
   * Whether @pothos/plugin-smart-subscriptions may answer with what it has cached at an earlier event. It asks nothing that
   * is inside of it, so such a field refuses from outside, though not as a member of its union.
   */
  isBehindCache(field: Field, isStream: boolean): boolean;
}

/** @param plugins - of the builder, the outermost first */
export const findRefusalPlaces = (plugins: readonly string[]): RefusalPlaces => {
  const own = plugins.indexOf(pluginName);
  const errors = plugins.indexOf('errors');
  const cache = plugins.indexOf('smartSubscriptions');
  const outsideOfErrors = own < errors;
  return {
    outsideOfErrors,
    refusesAsMember: ({ extensions }) => errors !== -1 && Boolean(extensions?.pothosErrors),
    isBehindCache: (field, isStream) =>
      cache !== -1 && (!isStream || isSmart(field)) && (outsideOfErrors || cache < own),
  };
};
