/** Which hooks a plugin has. */
interface Hooks {
  readonly onRequestParse?: unknown;
  readonly onContextBuilding?: unknown;
}

/**
 * Moves a plugin in front of all plugins of the host that build the context: they can read what it puts there, wherever
 * they are listed. Yoga's option `context` stays in front of it. Yoga lists that option first, then its request parsers,
 * then the plugins of the host.
 *
 * @param plugins - the list that Envelop hands to `onPluginInit`, which it puts in order after that
 */
export const goFirst = (plugins: Hooks[], plugin: Hooks): void => {
  const parser = plugins.findIndex((each) => each?.onRequestParse);
  const first = plugins.findIndex((each, place) => place > parser && each?.onContextBuilding);
  const own = plugins.indexOf(plugin);
  if (own > first) plugins.splice(first, 0, ...plugins.splice(own, 1));
};
