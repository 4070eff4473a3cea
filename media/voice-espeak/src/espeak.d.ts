declare module '@echogarden/espeak-ng-emscripten' {
  /** Sound and events arrive in pieces; the callback returns true to stop. Positions are in milliseconds and in characters counted from 1. */
  export type EspeakEvent = {
    type: string;
    text_position: number;
    word_length: number;
    audio_position: number;
  };
  export type EspeakWorker = {
    readonly samplerate: number;
    /** 0 when the voice exists. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    set_pitch(pitch: number): void;
    set_range(range: number): void;
    synthesize(
      text: string,
      receive: (audio: ArrayBufferView | ArrayBuffer | null, events: EspeakEvent[] | null) => boolean,
    ): void;
  };
  // biome-ignore lint/style/noDefaultExport: the package is written so
  export default function init(): Promise<{ eSpeakNGWorker: new () => EspeakWorker }>;
}
