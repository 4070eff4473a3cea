/** What a file says of its making, in the words that readers of pictures and films know (XMP with IPTC’s terms). */
export type Provenance = {
  title: string;
  /** Program that wrote the file, with its version. */
  tool: string;
  /** Providers’ models that made parts of it; none means that no model did. */
  models: readonly string[];
};

const SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const escapeXml = (text: string) =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: signs that XML cannot hold at all.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** Several elements set together by a program; with models’ work among them where that is so. */
export function sourceTypeOf({ models }: Pick<Provenance, 'models'>): string {
  return SOURCE_TYPES + (models.length > 0 ? 'compositeWithTrainedAlgorithmicMedia' : 'composite');
}

/** The packet as text. No date: the same film is the same bytes. */
export function toXmp(provenance: Provenance): string {
  const { title, tool, models } = provenance;
  const system =
    models.length > 0
      ? `\n   <Iptc4xmpExt:AISystemUsed>${escapeXml(models.join(', '))}</Iptc4xmpExt:AISystemUsed>`
      : '';
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>
   <xmp:CreatorTool>${escapeXml(tool)}</xmp:CreatorTool>
   <Iptc4xmpExt:DigitalSourceType>${sourceTypeOf(provenance)}</Iptc4xmpExt:DigitalSourceType>${system}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
}
