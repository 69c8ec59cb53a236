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
];
