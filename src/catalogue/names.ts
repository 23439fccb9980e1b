/** What a name must look like to become a word of a command. */

export const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
export const DNS_NAME = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
/** The value of a label, which is not empty here. */
export const LABEL_VALUE = /^(?=.{1,63}$)[A-Za-z0-9](?:[-\w.]*[A-Za-z0-9])?$/;
/** A host or an IPv6 address in brackets, with an optional port behind it. No label begins or ends with a dash. */
export const HOST =
  /^(\[[0-9a-fA-F:.]{2,45}\]|(?=.{1,253}(?::|$))[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*(?:\.[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*)*)(?::(\d{1,5}))?$/;
