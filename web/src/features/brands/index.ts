export { BrandsScreen } from './brands-screen.tsx';
export { KitScreen } from './kit-screen.tsx';
