package kernels;

/** K1: the sun and four planets, moved n steps of 0.01 years. All languages compute in this order, to the last bit. */
final class Nbody implements Kernel<Integer, Nbody.Energies> {
  private static final double SOLAR_MASS = 4 * Math.PI * Math.PI;
  private static final double DAYS_PER_YEAR = 365.24;
  private static final double STEP = 0.01;

  record Energies(double before, double after) {}

  private static final class Body {
    double x, y, z;
    double vx, vy, vz;
    final double mass;

    /** In astronomical units, the velocities per day, the mass in suns. */
    Body(double x, double y, double z, double vx, double vy, double vz, double mass) {
      this.x = x;
      this.y = y;
      this.z = z;
      this.vx = vx * DAYS_PER_YEAR;
      this.vy = vy * DAYS_PER_YEAR;
      this.vz = vz * DAYS_PER_YEAR;
      this.mass = mass * SOLAR_MASS;
    }
  }

  private static Body[] solarSystem() {
    Body sun = new Body(0, 0, 0, 0, 0, 0, 1);
    Body jupiter = new Body(4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01,
        1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04);
    Body saturn = new Body(8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01,
        -2.76742510726411878e-03, 4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04);
    Body uranus = new Body(1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01,
        2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05);
    Body neptune = new Body(1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01,
        2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05);
    Body[] bodies = {sun, jupiter, saturn, uranus, neptune};
    double px = 0;
    double py = 0;
    double pz = 0;
    for (Body body : bodies) {
      px += body.vx * body.mass;
      py += body.vy * body.mass;
      pz += body.vz * body.mass;
    }
    sun.vx = -px / SOLAR_MASS;
    sun.vy = -py / SOLAR_MASS;
    sun.vz = -pz / SOLAR_MASS;
    return bodies;
  }

  private static double energy(Body[] bodies) {
    double sum = 0;
    for (int i = 0; i < bodies.length; i++) {
      Body body = bodies[i];
      sum += 0.5 * body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz);
      for (int j = i + 1; j < bodies.length; j++) {
        Body other = bodies[j];
        double dx = body.x - other.x;
        double dy = body.y - other.y;
        double dz = body.z - other.z;
        sum -= body.mass * other.mass / Math.sqrt(dx * dx + dy * dy + dz * dz);
      }
    }
    return sum;
  }

  private static void advance(Body[] bodies) {
    for (int i = 0; i < bodies.length; i++) {
      Body body = bodies[i];
      for (int j = i + 1; j < bodies.length; j++) {
        Body other = bodies[j];
        double dx = body.x - other.x;
        double dy = body.y - other.y;
        double dz = body.z - other.z;
        double squared = dx * dx + dy * dy + dz * dz;
        double pull = STEP / (squared * Math.sqrt(squared));
        body.vx -= dx * other.mass * pull;
        body.vy -= dy * other.mass * pull;
        body.vz -= dz * other.mass * pull;
        other.vx += dx * body.mass * pull;
        other.vy += dy * body.mass * pull;
        other.vz += dz * body.mass * pull;
      }
    }
    for (Body body : bodies) {
      body.x += STEP * body.vx;
      body.y += STEP * body.vy;
      body.z += STEP * body.vz;
    }
  }

  @Override
  public Sizes sizes() {
    return new Sizes(1, 100_000_000);
  }

  @Override
  public Integer prepare(int n) {
    return n;
  }

  @Override
  public Energies run(Integer steps) {
    Body[] bodies = solarSystem();
    double before = energy(bodies);
    for (int step = 0; step < steps; step++) advance(bodies);
    return new Energies(before, energy(bodies));
  }

  @Override
  public String line(Energies energies) {
    return Decimals.nine(energies.before) + " " + Decimals.nine(energies.after);
  }
}
