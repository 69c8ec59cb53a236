import type { Break } from './break.js';

export const host: readonly Break[] = [
  {
    id: 'H1',
    file: 'core/harmless.ts',
    from: 'Promise.resolve(call()).catch(() => {});',
    to: 'Promise.resolve(call());',
  },
  {
    id: 'H1',
    file: 'core/read-error.ts',
    from: '  } catch {\n    return undefined;',
    to: '  } catch (unreadable) {\n    throw unreadable;',
  },
  {
    id: 'H1',
    file: 'core/read-error.ts',
    from: 'cause !== undefined && chain.length < deepest',
    to: 'cause !== undefined && chain.length < 50_000',
  },
  {
    id: 'H1',
    file: 'core/deferred-work.ts',
    from: '        .catch(() => null);\n',
    to: ';\n',
  },
];
