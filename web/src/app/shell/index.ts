export { toggleInspector, useLayout } from './layout-store.ts';
export { KinoraMark } from './mark.tsx';
export { initialsOf } from './menus.ts';
export { Screen } from './screen.tsx';
export { Shell } from './shell.tsx';
