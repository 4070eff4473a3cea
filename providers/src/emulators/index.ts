export { type ComfyUiEmulator, startComfyUiEmulator } from '../comfyui/emulator.ts';
export { startGoogleEmulator } from '../google/emulator.ts';
export { startOllamaEmulator } from '../ollama/emulator.ts';
export { startOpenAiEmulator } from '../openai/emulator.ts';
export { startReplicateEmulator } from '../replicate/emulator.ts';
export type { EmulatorFault } from './server.ts';
export type { TextAsked, TextSaid } from './text-script.ts';
export type { VendorEmulator } from './vendor.ts';
