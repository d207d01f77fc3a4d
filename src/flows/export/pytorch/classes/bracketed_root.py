def bracketed_root(equation, low, high, tolerance, steps):
    """The root between low and high of a rising function; `equation` gives its value and its slope.

    Newton's steps, and halves where one would leave the bracket. A last step with gradients makes the root
    differentiable: it is the implicit function theorem.
    """
    with torch.no_grad():
        root = (low + high) / 2
        for _ in range(steps):
            value, slope = equation(root)
            low = torch.where(value > 0, low, root)
            high = torch.where(value > 0, root, high)
            newton = root - value / slope
            inside = (newton >= low) & (newton <= high)
            following = torch.where(inside, newton, (low + high) / 2)
            moved = (following - root).abs()
            root = following
            if bool((moved <= tolerance * root.abs().clamp(min=1)).all()):
                break
    value, slope = equation(root)
    return root - value / slope.detach()
