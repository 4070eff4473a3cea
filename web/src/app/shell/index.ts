export { toggleInspector } from './layout-store.ts';
export { initialsOf } from './menus.ts';
export { Screen } from './screen.tsx';
export { Shell } from './shell.tsx';
