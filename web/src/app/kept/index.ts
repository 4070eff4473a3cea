export { keepEdit, useKeptCount } from './kept-edits.ts';
export { findUnsent, useFlushOnLeave, useKeepWaiting, useOwner } from './use-kept-edit.ts';
