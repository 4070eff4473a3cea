/// <reference types="vite/client" />
declare module 'virtual:kinora-words/*' {
  import type { Messages } from '@lingui/core';

  const messages: Messages;
  // biome-ignore lint/style/noDefaultExport: a virtual module of one language has one value
  export default messages;
}
declare module 'virtual:kinora-film-fonts' {
  /** Address of each face on the shelf, by family. */
  const fonts: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: a virtual module has one value
  export default fonts;
}
