/** Names and descriptions of the Ecs product (behaviour §4.0). */

/** 2 to 128 characters: a letter of any script first, then letters, digits and `: _ . -`. */
export function isName(text: string): boolean {
  return text.length <= 128 && /^\p{L}[\p{L}\p{N}:_.-]+$/u.test(text);
}

/** 2 to 256 characters, not beginning like a URL. */
export function isDescription(text: string): boolean {
  return text.length >= 2 && text.length <= 256 && !/^https?:\/\//i.test(text);
}

/** Labels of letters, digits and hyphens, joined by dots; 2 to 64 characters. It becomes the host name of a guest. */
export function isHostName(text: string): boolean {
  return text.length >= 2 && text.length <= 64 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);
}
