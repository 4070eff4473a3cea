import type { ProductImport } from '../../api/index.ts';
import type { Mark } from '../../ui/index.ts';

export const STATE_MARKS: Readonly<Record<ProductImport['state'], Mark>> = {
  draft: 'asks',
  running: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
  undoing: 'running',
  undone: 'cancelled',
};
