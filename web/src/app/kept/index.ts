export { keepEdit, letGo, useKeptCount } from './kept-edits.ts';
export { findUnsent, useFlushOnLeave, useKeepWaiting, useOwner } from './use-kept-edit.ts';
export { useKeptState } from './use-kept-state.ts';
