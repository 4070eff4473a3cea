export { ManyFilmsScreen } from './many-films-screen.tsx';
export { ProductFilmScreen } from './product-film-screen.tsx';
