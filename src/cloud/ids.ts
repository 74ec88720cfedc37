/** Ids, MAC addresses and random picks, all from one injected source so that a seed reproduces them. */
import { REGIONS } from './catalogue/regions.js';

export interface Random {
  /** Whole number in [0, below). */
  int(below: number): number;
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

export class Ids {
  constructor(private readonly random: Random) {}

  /** `eip-bp1…`: prefix, three characters of the region, 17 random ones. */
  make(prefix: string, regionId: string): string {
    const code = REGIONS.find((region) => region.id === regionId)?.code ?? 'ot0';
    let text = `${prefix}-${code}`;
    for (let i = 0; i < 17; i++) text += ALPHABET[this.random.int(36)];
    return text;
  }

  /** `00:16:3e:xx:xx:xx`, the vendor's prefix. */
  mac(): string {
    const byte = () => this.random.int(256).toString(16).padStart(2, '0');
    return `00:16:3e:${byte()}:${byte()}:${byte()}`;
  }

  int(below: number): number {
    return this.random.int(below);
  }
}
