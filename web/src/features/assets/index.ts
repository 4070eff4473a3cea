export function AssetsScreen() {
  return null;
}
