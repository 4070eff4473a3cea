export { AssetsScreen } from './assets-screen.tsx';
