/** The two 32-bit words of a float64, through typed arrays: exact, and the same on every engine. */
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
const high = words[1] === 0 ? 0 : 1;

/** 2^k for whole −1022 ≤ k ≤ 1023, exact. */
function powerOfTwo(k: number): number {
  words[high] = (k + 1023) << 20;
  words[1 - high] = 0;
  return float[0]!;
}

/** x·2^k for whole k; correct through subnormals and overflow, where one factor 2^k would not be a normal number. */
export function scaleByPowerOfTwo(x: number, k: number): number {
  if (k > 1023) return x * powerOfTwo(1023) * powerOfTwo(Math.min(k - 1023, 1023));
  if (k < -1022) return x * powerOfTwo(Math.max(k + 969, -1022)) * powerOfTwo(-969);
  return x * powerOfTwo(k);
}

/** x = mantissa·2^exponent with mantissa in [√½, √2), for finite x > 0; exact. */
export function splitFloat(x: number): { mantissa: number; exponent: number } {
  // A subnormal has no implicit leading bit: 2⁵⁴ lifts it into the normal range first.
  const lifted = x < 2.2250738585072014e-308;
  float[0] = lifted ? x * 18014398509481984 : x;
  let exponent = (words[high]! >>> 20) - (lifted ? 1077 : 1023);
  words[high] = (words[high]! & 0x000fffff) | 0x3ff00000;
  let mantissa = float[0]!;
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  return { mantissa, exponent };
}
