package kernels;

import java.util.HashMap;
import java.util.Map;

/**
 * K13: n inserts, updates and deletes of string keys. The keys are made inside the timed work, as a server makes them
 * from a request: a string that has been a key before would bring its hash along.
 */
final class MapChurn implements Kernel<int[], MapChurn.Churned> {
  /** The values are to be read without their sign. */
  record Churned(Map<String, Integer> entries, int deleted) {}

  @Override
  public Sizes sizes() {
    return new Sizes(1, 20_000_000);
  }

  @Override
  public int[] prepare(int n) {
    Lcg lcg = new Lcg(3);
    int[] draws = new int[n];
    for (int i = 0; i < n; i++) draws[i] = lcg.next();
    return draws;
  }

  @Override
  public Churned run(int[] draws) {
    int keys = draws.length / 4 + 1;
    Map<String, Integer> entries = new HashMap<>();
    int deleted = 0;
    for (int draw : draws) {
      String key = "k" + (draw >>> 12) % keys;
      if ((draw & 3) == 3) {
        Integer value = entries.remove(key);
        if (value != null) deleted ^= value;
      } else {
        entries.merge(key, draw, Integer::sum);
      }
    }
    return new Churned(entries, deleted);
  }

  @Override
  public String line(Churned churned) {
    int total = 0;
    for (Map.Entry<String, Integer> entry : churned.entries.entrySet())
      total += entry.getValue() * entry.getKey().length();
    return churned.entries.size() + " " + Integer.toUnsignedString(churned.deleted) + " "
        + Integer.toUnsignedString(total);
  }
}
