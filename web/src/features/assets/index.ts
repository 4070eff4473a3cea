export { AssetPicker, type AssetPickerProps } from './asset-picker.tsx';
export { AssetsScreen } from './assets-screen.tsx';
export { HeldScreen } from './held-screen.tsx';
export { ViewerScreen } from './viewer-screen.tsx';
