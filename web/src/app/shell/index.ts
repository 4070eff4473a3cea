export { toggleInspector } from './layout-store.ts';
export { Screen } from './screen.tsx';
export { Shell } from './shell.tsx';
