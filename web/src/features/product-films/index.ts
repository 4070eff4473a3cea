export { ProductFilmScreen } from './product-film-screen.tsx';
