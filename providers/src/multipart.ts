/** A form with one file and plain fields as bytes, for vendors that take uploads no other way. */
export function encodeMultipart(
  fields: readonly { name: string; value: string }[],
  files: readonly { name: string; fileName: string; mediaType: string; bytes: Uint8Array }[],
  boundary: string,
): { contentType: string; body: Uint8Array } {
  const text = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (const { name, value } of fields) {
    parts.push(text.encode(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  }
  for (const { name, fileName, mediaType, bytes } of files) {
    const disposition = `content-disposition: form-data; name="${name}"; filename="${fileName.replace(/[^\w.-]/g, '_')}"`;
    parts.push(
      text.encode(`--${boundary}\r\n${disposition}\r\ncontent-type: ${mediaType}\r\n\r\n`),
      bytes,
      text.encode('\r\n'),
    );
  }
  parts.push(text.encode(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) };
}
