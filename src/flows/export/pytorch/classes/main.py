def load_weights(flow, data):
    """Float32, little-endian: all parameters, then all state, each in the order in which the classes register them."""
    tensors = list(flow.state_dict(keep_vars=True).values())
    parameters = [tensor for tensor in tensors if isinstance(tensor, nn.Parameter)]
    state = [tensor for tensor in tensors if not isinstance(tensor, nn.Parameter)]
    count = sum(tensor.numel() for tensor in tensors)
    if len(data) != 4 * count:
        raise ValueError(f"the weights have {len(data)} bytes, but this flow's {count} numbers take {4 * count}")
    values = torch.tensor(struct.unpack(f"<{count}f", data))
    with torch.no_grad():
        for tensor in parameters + state:
            tensor.copy_(values[: tensor.numel()].reshape(tensor.shape))
            values = values[tensor.numel() :]


def load_flow(path=None):
    """The flow with the weights of the file at `path`, or with those that stand in this script."""
    if path is None and WEIGHTS is None:
        raise ValueError("this script holds no weights: name their file with --weights")
    flow = make_flow()
    if path is None:
        load_weights(flow, base64.b64decode(WEIGHTS))
    else:
        with open(path, "rb") as file:
            load_weights(flow, file.read())
    return flow.eval()


def evaluate(flow, points, context=None):
    """Scores the points, and pushes the z that they came from forward again."""
    with torch.no_grad():
        x = torch.tensor(points, dtype=torch.get_default_dtype())
        if context is not None:
            context = torch.tensor(context, dtype=torch.get_default_dtype())
        z, log_det = flow.bijection.inverse(x, context)
        log_prob = flow.base.log_prob(z, context) + log_det
        again, forward_log_det = flow.bijection(z, context)
    return {
        "log_prob": log_prob.tolist(),
        "z": z.tolist(),
        "log_det": log_det.tolist(),
        "x": again.tolist(),
        "forward_log_det": forward_log_det.tolist(),
    }


def main():
    parser = argparse.ArgumentParser(description="Scores points by the flow in this file, or samples from it.")
    parser.add_argument("points", nargs="?", help='JSON: [[x1, x2, …], …] or {"x": …, "context": …}; else from stdin')
    parser.add_argument("--weights", help="a .bin file of weights, in place of those in this script")
    parser.add_argument("--sample", type=int, metavar="N", help="draw N points instead")
    arguments = parser.parse_args()
    flow = load_flow(arguments.weights)
    if arguments.sample is not None:
        with torch.no_grad():
            print(json.dumps(flow.sample(arguments.sample).tolist()))
        return
    if arguments.points is None:
        given = json.load(sys.stdin)
    else:
        with open(arguments.points, encoding="utf-8") as file:
            given = json.load(file)
    if isinstance(given, list):
        given = {"x": given}
    print(json.dumps(evaluate(flow, given["x"], given.get("context"))))


if __name__ == "__main__":
    main()
