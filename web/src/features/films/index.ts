export function NewFilmScreen() {
  return null;
}
