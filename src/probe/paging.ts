/**
 * The address of the next page: `Link: </v2/app/tags/list?last=1.9&n=100>; rel="next"`.
 *
 * Source: OCI Distribution Specification, "Listing Tags"; RFC 8288. Null where there is none.
 */
export function nextPage(header: string): string | null {
  for (const [, target = "", parameters = ""] of header.matchAll(/<([^<>]{0,2000})>([^<]{0,500})/g)) {
    if (/;[ \t]{0,9}rel[ \t]{0,9}=[ \t]{0,9}"?next\b/i.test(parameters)) return target;
  }
  return null;
}
