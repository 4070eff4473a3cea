export { MeScreen } from './me-screen.tsx';
export { SettingsScreen } from './settings-screen.tsx';
