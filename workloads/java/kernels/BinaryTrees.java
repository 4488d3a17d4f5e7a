package kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** K5: allocation. Many short-lived perfect binary trees are built and counted while one long-lived tree stays. */
final class BinaryTrees implements Kernel<Integer, List<Integer>> {
  private record Node(Node left, Node right) {}

  private static Node build(int depth) {
    return depth > 0 ? new Node(build(depth - 1), build(depth - 1)) : new Node(null, null);
  }

  private static int count(Node tree) {
    return tree.left == null ? 1 : 1 + count(tree.left) + count(tree.right);
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 20);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public List<Integer> run(Integer n) {
    int deepest = Math.max(6, n);
    List<Integer> counts = new ArrayList<>();
    counts.add(count(build(deepest + 1)));
    Node longLived = build(deepest);
    for (int depth = 4; depth <= deepest; depth += 2) {
      int trees = 1 << (deepest - depth + 4);
      int nodes = 0;
      for (int i = 0; i < trees; i++) nodes += count(build(depth));
      counts.add(nodes);
    }
    counts.add(count(longLived));
    return counts;
  }

  @Override
  public String line(List<Integer> counts) {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
