/** The name under which Pothos knows this plugin: `plugins: [EmailAuthPlugin]`, options under `emailAuth`. */
export const pluginName = 'emailAuth';
